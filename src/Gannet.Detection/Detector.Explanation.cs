using Gannet.Detection.Explanation;
using Gannet.Detection.Images;

namespace Gannet.Detection;

// Detection that keeps what each stage computed.
public sealed partial class Detector
{
    /// <summary>Detects objects in one image and keeps what each stage computed.</summary>
    /// <param name="batch">One transformed image.</param>
    /// <returns>The trace; its detections are those of <see cref="Detect(ImageBatch)"/>, bit for bit.</returns>
    /// <exception cref="ArgumentException">There is more than one image.</exception>
    /// <remarks>Device sync.</remarks>
    public DetectionTrace Trace(ImageBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count != 1) throw new ArgumentException($"A trace is of one image, not of {batch.Count}.", nameof(batch));
        var trace = new DetectionTrace(batch);
        using var recording = trace.Enter();
        trace.Found = Detect(batch)[0];
        return trace;
    }
}
