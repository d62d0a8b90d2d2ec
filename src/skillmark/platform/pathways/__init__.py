"""Pathways: what adds up to something larger, and its award by itself."""
