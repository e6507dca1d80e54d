using System.Diagnostics.Metrics;
using Gannet.Serving.Limits;
using Gannet.Serving.Models;

namespace Gannet.Serving.Metrics;

/// <summary>The numbers that the service counts, for any listener of <c>System.Diagnostics.Metrics</c>; <c>/metrics</c> is one.</summary>
internal sealed class ServingMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Gannet.Serving";

    private readonly Counter<long> _requests, _pictures, _batches;
    private readonly Histogram<double> _requestTime, _waitTime, _batchTime;

    public ServingMetrics(IMeterFactory factory, ModelCatalog catalog, PendingMemory memory)
    {
        Meter = factory.Create(MeterName);
        _requests = Meter.CreateCounter<long>("gannet.requests", description: "Requests by route and status; 499: the client went away.");
        _requestTime = Meter.CreateHistogram<double>("gannet.request.duration", "s", "Time from the request's headers to the end of the answer.");
        _waitTime = Meter.CreateHistogram<double>("gannet.queue.duration", "s", "Time that a picture waited for the detecting thread.");
        _batchTime = Meter.CreateHistogram<double>("gannet.batch.duration", "s", "Time that a batch took to detect.");
        _batches = Meter.CreateCounter<long>("gannet.batches", description: "Batches that were detected.");
        _pictures = Meter.CreateCounter<long>("gannet.pictures", description: "Pictures that were detected.");
        Meter.CreateObservableGauge("gannet.queue.places", () => catalog.All.Select(static v => new Measurement<long>(v.Queue.Places, Tag("model", v.Name))),
            description: "Requests that are accepted and not yet answered.");
        Meter.CreateObservableGauge("gannet.pending", () => memory.Taken, "By", "Bytes of bodies and decoded pictures that wait.");
    }

    /// <summary>The meter itself.</summary>
    public Meter Meter { get; }

    /// <summary>Counts a request.</summary>
    /// <param name="route">The route's pattern, never the path: a client must not be able to add time series.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="took">Time until the answer.</param>
    public void Requested(string route, int status, TimeSpan took)
    {
        _requests.Add(1, Tag("route", route), Tag("status", status));
        _requestTime.Record(took.TotalSeconds, Tag("route", route));
    }

    /// <summary>Counts a batch.</summary>
    public void Detected(string model, int pictures, TimeSpan took)
    {
        _batches.Add(1, Tag("model", model));
        _pictures.Add(pictures, Tag("model", model));
        _batchTime.Record(took.TotalSeconds, Tag("model", model));
    }

    /// <summary>Records how long a picture waited.</summary>
    public void Waited(string model, TimeSpan waited) => _waitTime.Record(waited.TotalSeconds, Tag("model", model));

    private static KeyValuePair<string, object?> Tag(string key, object value) => new(key, value);
}
