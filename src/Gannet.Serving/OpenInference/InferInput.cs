namespace Gannet.Serving.OpenInference;

/// <summary>The input tensor of an inference request.</summary>
/// <param name="Datatype">BYTES or UINT8.</param>
/// <param name="Shape">Its dimensions.</param>
internal sealed record InferInput(string Datatype, IReadOnlyList<long> Shape)
{
    /// <summary>Its data as JSON, an array; empty if they are binary.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Its data as they follow the JSON, by Triton's extension; null if they are JSON.</summary>
    public ReadOnlyMemory<byte>? Binary { get; init; }
}
