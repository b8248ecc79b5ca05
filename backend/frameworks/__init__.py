"""Frameworks: published versions of what there is to sign, criterion by criterion, with guidance."""
