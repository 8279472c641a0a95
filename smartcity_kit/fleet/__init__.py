"""Many regions: which, in what waves, who did what to which, and how far each has come.

    where, selection, member   which regions are meant
    waves, window, options     in which order, how many, when, how often
    estimate                   how long it will take
    ledger                     what happened, durable
    work, child, process       one region, one process, seen from inside and outside
    worker, hooks, runner      who does it, who leads
    rollout                    the whole of it
    levels, figures            how far a region has adopted

It knows the public API of one region's adoption, and no Ansible.
"""
