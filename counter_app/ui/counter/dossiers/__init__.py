"""The screen Hồ sơ: finding dossiers, one dossier with its papers and its timeline."""
