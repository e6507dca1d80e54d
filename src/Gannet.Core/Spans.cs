using System.Diagnostics;

namespace Gannet;

/// <summary>Pieces of work for tools that trace programs, such as OpenTelemetry's or <c>gannet train --profile</c>.</summary>
/// <remarks>While nobody listens to <see cref="Source"/>, starting a span returns null and costs a few nanoseconds.</remarks>
public static class Spans
{
    /// <summary>The name that listeners ask for.</summary>
    public const string SourceName = "Gannet";

    /// <summary>Where all spans come from.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Starts a span that ends when the result is disposed.</summary>
    /// <param name="name">What is done.</param>
    public static Activity? Start(string name) => Source.StartActivity(name);
}
