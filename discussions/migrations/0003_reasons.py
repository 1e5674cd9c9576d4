"""Give editors reasons for decisions to begin with; they change them in the admin."""

from django.db import migrations

REASONS = [
    (
        "Gives a pupil or family away",
        "identifies",
        "It could identify a pupil, child or family. Please leave out names, dates, places and details by which somebody who knows them could tell. You are welcome to post it again without them.",
    ),
    (
        "Unkind or insulting",
        "abuse",
        "It attacks a person rather than speaking about what they say. Please keep to the matter, and be kind.",
    ),
    (
        "Advertising or spam",
        "spam",
        "It advertises, or leads somewhere for another purpose than to answer. The Gateway is not the place for that.",
    ),
    ("Misleading", "false", "It says something that misleads others, or says that you are somebody whom you are not."),
    ("May be against the law", "illegal", "We think that it may be against the law, so we do not show it."),
    (
        "Could put somebody in danger",
        "harm",
        "It could put somebody in danger. If you or somebody else needs help now, call 999; children can talk to Childline, 0800 1111; the Samaritans are there for everybody, 116 123.",
    ),
    ("Not about SEND", "", "It is not about the education of children and young people with SEND."),
]


def add_reasons(apps, schema_editor):
    model = apps.get_model("discussions", "ReasonTemplate")
    for order, (title, concern, words) in enumerate(REASONS):
        model.objects.get_or_create(title=title, defaults={"concern": concern, "words": words, "order": order})


class Migration(migrations.Migration):
    dependencies = [("discussions", "0002_decisions_stay")]

    operations = [migrations.RunPython(add_reasons, migrations.RunPython.noop)]
