namespace Gannet.Torch.Nn;

/// <summary>Makes every module compute as in evaluation on this thread until disposed, despite <see cref="Module.SetTraining"/>.</summary>
/// <remarks>So a detection during training leaves no trace in norms that learn, and training continues unaffected.</remarks>
public readonly ref struct EvaluationMode
{
    [ThreadStatic] private static bool t_isEntered;

    private readonly bool _wasEntered;

    private EvaluationMode(bool wasEntered) => _wasEntered = wasEntered;

    /// <summary>Whether this thread is in the mode.</summary>
    public static bool IsEntered => t_isEntered;

    /// <summary>Enters the mode; nested modes must be left in reverse order.</summary>
    public static EvaluationMode Enter()
    {
        var mode = new EvaluationMode(t_isEntered);
        t_isEntered = true;
        return mode;
    }

    /// <summary>Restores the previous state.</summary>
    public void Dispose() => t_isEntered = _wasEntered;
}
