namespace Gannet.Serving.Tests;

/// <summary>Waits for what another thread will do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public static async Task Of(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (!holds()) await Task.Delay(5, limit.Token);
    }
}
