namespace Gannet.Datasets.Splitting;

/// <summary>The purpose of a split, judged by its name.</summary>
public enum SplitRole
{
    /// <summary>The name does not say.</summary>
    Unknown,

    /// <summary>For training: <c>train</c>, <c>train2017</c>, <c>training</c>.</summary>
    Training,

    /// <summary>For scoring during training: <c>val</c>, <c>val2017</c>, <c>valid</c>, <c>validation</c>.</summary>
    Validation,

    /// <summary>Both together, as in Pascal VOC: <c>trainval</c>.</summary>
    TrainingAndValidation,

    /// <summary>For scoring once, at the end: <c>test</c>, <c>test2017</c>, <c>testing</c>, <c>test-dev</c>.</summary>
    Test,
}
