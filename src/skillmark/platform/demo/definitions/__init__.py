"""What the demo's organisations award: one module a programme.

The skills are real ESCO skills (© European Union, ESCO v1.2, reused with attribution); everything
else is invented.
"""
