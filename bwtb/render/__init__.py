"""Proposal or request → documents: one HTML page by templates, and from it Word, PDF and the workbook."""
