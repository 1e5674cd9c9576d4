"""Operations that our migrations share. (Django takes no file for a migration whose name begins with “_”.)"""

from django.db.migrations.operations.base import Operation


class CreateModels(Operation):
    """Create many models and render them once.

    Django renders every related model anew after each CreateModel, and here all are related: thousands of renderings
    for a fresh database. None of these models may need another operation of the list to be done before it.
    """

    def __init__(self, operations):
        self.operations = operations

    def state_forwards(self, app_label, state):
        state.is_delayed = True
        state.clear_delayed_apps_cache()
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.operations)} models"
