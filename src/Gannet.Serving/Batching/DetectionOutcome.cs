namespace Gannet.Serving.Batching;

/// <summary>What the detecting thread made of a picture.</summary>
/// <param name="Found">The objects, best first.</param>
/// <param name="Waited">Time in the queue: before its picture was decoded, and from then until the batch began.</param>
/// <param name="Detected">Time that the batch took.</param>
/// <param name="BatchSize">Number of pictures in it.</param>
internal sealed record DetectionOutcome(IReadOnlyList<DetectedObject> Found, TimeSpan Waited, TimeSpan Detected, int BatchSize);
