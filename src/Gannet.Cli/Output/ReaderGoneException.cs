namespace Gannet.Cli.Output;

/// <summary>Standard output is a pipe that nothing reads any more, as after <c>gannet detect … | head</c>: there is no more work to do.</summary>
internal sealed class ReaderGoneException(Exception cause) : Exception("Nothing reads standard output any more.", cause);
