"""Works out again the words that each school is found by: “Park Side” is “Parkside” too, “Infants” is “Infant”."""

from importlib import import_module

from django.db import migrations

work_out_words = import_module("practice.migrations.0011_search_by_any_spelling").work_out_words


class Migration(migrations.Migration):
    """The words of all schools, anew."""

    dependencies = [("practice", "0012_web_addresses_everywhere")]

    operations = [migrations.RunPython(work_out_words, migrations.RunPython.noop, elidable=True)]
