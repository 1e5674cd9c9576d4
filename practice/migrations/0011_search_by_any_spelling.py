"""Works out again the words that each school is found by: the forms of a name that others write are among them now."""

from itertools import batched

from django.db import migrations

from practice.search import searchable

AT_ONCE = 2_000


def work_out_words(apps, schema_editor):
    """Give every school the words of other spellings, and of names with points."""
    schools = apps.get_model("practice", "School").objects.order_by("pk")
    fields = ("pk", "name", "town", "local_authority", "postcode", "urn", "search_text")
    for batch in batched(schools.values_list(*fields).iterator(AT_ONCE), AT_ONCE):
        changed = [(words, pk) for pk, *texts, before in batch if (words := words_from(*texts)) != before]
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany("UPDATE practice_school SET search_text = %s WHERE id = %s", changed)


def words_from(name, town, local_authority, postcode, urn):
    """Return the words of a school, as `School.words` does."""
    outward, _, inward = postcode.partition(" ")
    return searchable(name, town, local_authority, f"{outward}{inward} {inward}", urn)


class Migration(migrations.Migration):
    dependencies = [("practice", "0010_concerns_of_reports")]

    operations = [migrations.RunPython(work_out_words, migrations.RunPython.noop, elidable=True)]
