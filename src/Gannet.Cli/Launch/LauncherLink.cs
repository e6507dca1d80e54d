namespace Gannet.Cli.Launch;

/// <summary>What a process that another one started listens to instead of signals: its input, at whose other end the launcher is.</summary>
/// <remarks>Ctrl+C in a terminal reaches every process of the command. If each took it for itself, the launcher's word would be the second signal, which ends at once.</remarks>
internal static class LauncherLink
{
    /// <summary>The environment variable by which a process knows that it was started so; the number of the process that did.</summary>
    public const string Variable = "GANNET_LAUNCHER";

    /// <summary>Whether this process was.</summary>
    public static bool Exists => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>Listens until the input ends.</summary>
    /// <param name="input">This process's input.</param>
    /// <param name="stop">Called when this process is to end in an orderly way: at the first byte, or at the end if none came.</param>
    /// <param name="endAtOnce">Called when the launcher ends after it has asked for that, since whoever used it did not want to wait.</param>
    public static void Watch(Stream input, Action stop, Action endAtOnce) => new Thread(() =>
    {
        var isAsked = Reads(input);
        stop();
        if (!isAsked) return;
        while (Reads(input))
        {
        }

        endAtOnce();
    })
    { IsBackground = true, Name = "gannet-launcher-link" }.Start();

    private static bool Reads(Stream input)
    {
        try
        {
            return input.ReadByte() >= 0;
        }
        catch (IOException)
        {
            return false; // as good as ended
        }
    }
}
