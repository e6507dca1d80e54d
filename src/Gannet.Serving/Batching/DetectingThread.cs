using Gannet.Serving.Metrics;
using Gannet.Serving.Models;

namespace Gannet.Serving.Batching;

/// <summary>The one thread that loads a model, detects with it, and disposes it.</summary>
/// <remarks>libtorch gives every thread that calls it a team of workers; scopes of tensors belong to a thread.</remarks>
internal sealed class DetectingThread
{
    private readonly ServingOptions _options;
    private readonly ServingMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly string _name;
    private readonly TaskCompletionSource<IPictureModel> _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the thread.</summary>
    /// <param name="name">Name of the model.</param>
    /// <param name="load">Reads the model, on the thread.</param>
    /// <param name="options">Limits.</param>
    /// <param name="metrics">Where times are recorded.</param>
    /// <param name="time">The clock.</param>
    public DetectingThread(string name, Func<IPictureModel> load, ServingOptions options, ServingMetrics metrics, TimeProvider time)
    {
        (_name, _options, _metrics, _time) = (name, options, metrics, time);
        Queue = new(options, time);
        // Stopping the service waits for it; a process that ends for another reason does not.
        new Thread(() => Run(load)) { Name = $"detecting {name}", IsBackground = true }.Start();
    }

    public DetectionQueue Queue { get; }

    /// <summary>The model, or why it could not be loaded.</summary>
    public Task<IPictureModel> Loaded => _loaded.Task;

    /// <summary>Completes when the model is disposed.</summary>
    public Task Ended => _ended.Task;

    private void Run(Func<IPictureModel> load)
    {
        try
        {
            using var model = load();
            _loaded.SetResult(model);
            var most = Math.Min(_options.MaxBatch, model.MostTogether);
            while (Queue.Take(most) is { } jobs) Detect(model, jobs);
        }
        catch (Exception error)
        {
            _loaded.TrySetException(error);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    // The error of one picture is its own: the others of its batch are tried again, each alone.
    private void Detect(IPictureModel model, IReadOnlyList<DetectionJob> jobs)
    {
        var start = _time.GetTimestamp();
        try
        {
            var found = model.Detect([.. jobs.Select(static job => job.Picture)]);
            var took = _time.GetElapsedTime(start);
            Queue.Measure(took, jobs.Count);
            _metrics.Detected(_name, jobs.Count, took);
            for (var n = 0; n < jobs.Count; n++)
                jobs[n].Complete(new(found[n], _time.GetElapsedTime(jobs[n].Since, start), took, jobs.Count));
        }
        catch (Exception) when (jobs.Count > 1)
        {
            foreach (var job in jobs) Detect(model, [job]);
        }
        catch (Exception error)
        {
            jobs[0].Fail(error);
        }
    }
}
