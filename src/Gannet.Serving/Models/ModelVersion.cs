using Gannet.Detection.Pictures;
using Gannet.Serving.Batching;

namespace Gannet.Serving.Models;

/// <summary>One version of a model with its detecting thread. Lives until it is replaced and nobody uses it any more.</summary>
/// <param name="file">The file that it was read from.</param>
/// <param name="version">Its version, as clients see it.</param>
/// <param name="detection">Its thread, with the model loaded.</param>
/// <param name="model">The model; only its thread may detect with it.</param>
internal sealed class ModelVersion(ModelFile file, string version, BatchDetection detection, IPictureModel model)
{
    private readonly Lock _gate = new();
    private int _leases;
    private bool _isRetired;

    public ModelFile File => file;

    public string Name => file.Name;

    public string Version => version;

    public IPictureModel Model => model;

    public DetectionQueue Queue => detection.Queue;

    /// <summary>Completes when its thread has ended and the model is disposed.</summary>
    public Task Ended => detection.Ended;

    /// <summary>Keeps the version alive until the lease is disposed; null once it is retired.</summary>
    public ModelLease? TryLease()
    {
        lock (_gate)
        {
            if (_isRetired) return null;
            _leases++;
            return new(this);
        }
    }

    /// <summary>Gives out no more leases; the thread ends when the last one is returned.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            if (_isRetired) return;
            _isRetired = true;
            if (_leases == 0) Queue.Close();
        }
    }

    internal void Return()
    {
        lock (_gate)
        {
            if (--_leases == 0 && _isRetired) Queue.Close();
        }
    }
}

/// <summary>The time during which a request uses a version of a model.</summary>
internal sealed class ModelLease(ModelVersion version) : IDisposable
{
    private int _isReturned;

    public ModelVersion Version => version;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReturned, 1) == 0) version.Return();
    }
}
