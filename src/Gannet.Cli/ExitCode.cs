namespace Gannet.Cli;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>Wrong usage or wrong input, which the caller can correct.</summary>
    public const int WrongInput = 2;

    /// <summary>Stopped by Ctrl+C, SIGTERM or a hang-up; shells expect 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Nothing reads standard output any more; shells expect 128 + SIGPIPE.</summary>
    public const int ReaderGone = 141;
}
