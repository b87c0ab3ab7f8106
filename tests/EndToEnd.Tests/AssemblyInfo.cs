// One gateway at a time: two would share the cores, and counters belong to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
