// Tensors are counted, and random numbers drawn, for the whole process; and two tests on two cores would only take turns.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
