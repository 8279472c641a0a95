from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sigap", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="alarm",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AlterField(
            model_name="taskevent",
            name="action",
            field=models.CharField(
                choices=[
                    ("create", "Tugas dibuat"),
                    ("assign", "Ditugaskan"),
                    ("accept", "Tugas diterima"),
                    ("refuse", "Tugas ditolak petugas"),
                    ("arrive", "Tiba di lokasi"),
                    ("record", "Pekerjaan dicatat"),
                    ("hand-over", "Diserahkan"),
                    ("finish", "Pekerjaan selesai"),
                    ("verify", "Diperiksa dan dinyatakan selesai"),
                    ("return", "Dikembalikan untuk diperbaiki"),
                    ("change", "Data tugas diperbaiki"),
                    ("cancel", "Tugas dibatalkan"),
                    ("note", "Catatan"),
                    ("warn", "Tenggat segera tiba"),
                    ("escalate", "Lewat tenggat, diteruskan ke pengawas"),
                    ("kept", "Langkah yang terlambat, disimpan sebagai catatan"),
                ],
                max_length=20,
            ),
        ),
    ]
