namespace Gannet.Cli.Output;

/// <summary>Standard output is a pipe that nobody reads any more, as after <c>gannet detect … | head</c>: the work is over.</summary>
internal sealed class ReaderGoneException(Exception cause) : Exception("Nobody reads standard output.", cause);
