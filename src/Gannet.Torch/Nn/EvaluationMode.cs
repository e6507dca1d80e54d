namespace Gannet.Torch.Nn;

/// <summary>Every module computes as in evaluation on this thread until disposed, whatever <see cref="Module.SetTraining"/> was told.</summary>
/// <remarks>A detection in the middle of a training leaves no trace in norms that learn, and the training goes on as it was.</remarks>
public readonly ref struct EvaluationMode
{
    [ThreadStatic] private static bool t_isEntered;

    private readonly bool _wasEntered;

    private EvaluationMode(bool wasEntered) => _wasEntered = wasEntered;

    /// <summary>Whether this thread is in the mode.</summary>
    public static bool IsEntered => t_isEntered;

    /// <summary>Enters the mode; leave in the opposite order.</summary>
    public static EvaluationMode Enter()
    {
        var mode = new EvaluationMode(t_isEntered);
        t_isEntered = true;
        return mode;
    }

    /// <summary>Restores what was before.</summary>
    public void Dispose() => t_isEntered = _wasEntered;
}
