using System.IO.Pipes;
using Gannet.Cli.Launch;

namespace Gannet.Cli.Tests.Launch;

public sealed class LauncherLinkTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly AnonymousPipeServerStream _launcher = new();
    private readonly ManualResetEventSlim _stopped = new(), _ended = new();

    public LauncherLinkTests() => LauncherLink.Watch(new AnonymousPipeClientStream(_launcher.GetClientHandleAsString()), _stopped.Set, _ended.Set);

    [Fact]
    public void A_byte_asks_for_an_orderly_end_and_the_end_of_the_launcher_then_for_one_at_once()
    {
        Assert.False(_stopped.IsSet);
        _launcher.WriteByte((byte)'\n');
        Assert.True(_stopped.Wait(s_patience));
        Assert.False(_ended.IsSet);
        _launcher.Dispose();
        _launcher.ClientSafePipeHandle.Dispose();
        Assert.True(_ended.Wait(s_patience));
    }

    [Fact]
    public void A_launcher_that_vanishes_lets_the_process_save()
    {
        _launcher.Dispose();
        Assert.True(_stopped.Wait(s_patience));
        Assert.False(_ended.IsSet);
    }
}
