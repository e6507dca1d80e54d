namespace Gannet.Serving.Problems;

/// <summary>A request that is not answered as asked; the message is one line for the client, with the cure.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="detail">What, where, and what to do.</param>
internal sealed class ProblemException(int status, string detail) : Exception(detail)
{
    public int Status => status;

    /// <summary>When to ask again, for 503.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
