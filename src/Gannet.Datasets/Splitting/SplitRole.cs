namespace Gannet.Datasets.Splitting;

/// <summary>What a split is for, by its name.</summary>
public enum SplitRole
{
    /// <summary>The name does not say.</summary>
    Unknown,

    /// <summary>To learn from: <c>train</c>, <c>train2017</c>, <c>training</c>.</summary>
    Training,

    /// <summary>To score while learning: <c>val</c>, <c>val2017</c>, <c>valid</c>, <c>validation</c>.</summary>
    Validation,

    /// <summary>Both of these together, as Pascal VOC has it: <c>trainval</c>.</summary>
    TrainingAndValidation,

    /// <summary>To score once, at the end: <c>test</c>, <c>test2017</c>, <c>testing</c>, <c>test-dev</c>.</summary>
    Test,
}
