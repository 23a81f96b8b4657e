"""The screen Tiếp nhận: one page from the applicant to the accepted dossier."""
