using Gannet.Detection.Pictures;
using Gannet.Serving.Metrics;

namespace Gannet.Serving.Batching;

/// <summary>A model on its thread, which detects in batches of what waits in its queue.</summary>
internal sealed class BatchDetection
{
    private readonly ServingOptions _options;
    private readonly ServingMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly string _name;
    private readonly ModelThread _thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">Name of the model.</param>
    /// <param name="load">Reads the model, on the thread.</param>
    /// <param name="options">Limits.</param>
    /// <param name="metrics">Where times are recorded.</param>
    /// <param name="time">The clock.</param>
    public BatchDetection(string name, Func<IPictureModel> load, ServingOptions options, ServingMetrics metrics, TimeProvider time)
    {
        (_name, _options, _metrics, _time) = (name, options, metrics, time);
        Queue = new(options, time);
        // Stopping the service waits for it; a process that ends for another reason does not.
        _thread = new($"detecting {name}", load, Work);
    }

    public DetectionQueue Queue { get; }

    /// <summary>The model, or why it could not be loaded.</summary>
    public Task<IPictureModel> Loaded => _thread.Loaded;

    /// <summary>Completes when the model is disposed.</summary>
    public Task Ended => _thread.Ended;

    private void Work(IPictureModel model)
    {
        var most = Math.Min(_options.MaxBatch, model.MostTogether);
        while (Queue.Take(most) is { } jobs)
        {
            Detect(model, jobs);
            Queue.Finish(jobs);
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
