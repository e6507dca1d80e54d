using Gannet.Training.Observers;

namespace Gannet.Training.Profiling;

/// <summary>Traces a few steps of a training and writes them to a file.</summary>
/// <remarks>The first steps are left out: in them code is compiled and memory requested.</remarks>
/// <param name="path">The file; written as soon as the steps are done.</param>
public sealed class StepProfile(string path) : ITrainingObserver, IDisposable
{
    /// <summary>Steps before the trace begins, and steps in it.</summary>
    public const int Skipped = 3, Traced = 5;

    private ChromeTrace? _trace;
    private int _done;

    /// <summary>Whether the file has been written.</summary>
    public bool IsWritten { get; private set; }

    /// <inheritdoc/>
    public void OnStep(StepReport report)
    {
        _done++;
        if (_done == Skipped) _trace = new();
        if (_done == Skipped + Traced) Finish();
    }

    /// <inheritdoc/>
    public void OnEpoch(EpochReport report)
    {
    }

    /// <summary>Writes what there is, if the training ended before.</summary>
    public void Dispose() => Finish();

    private void Finish()
    {
        if (_trace is not { } trace) return;
        _trace = null;
        trace.Dispose();
        if (trace.Count == 0) return;
        trace.Write(path);
        IsWritten = true;
    }
}
