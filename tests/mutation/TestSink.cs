using Xunit.Abstractions;

namespace Gannet.Mutation;

/// <summary>Receives what the test framework reports, and stops a run at the first failure.</summary>
internal sealed class TestSink : IMessageSink, IDisposable
{
    private readonly ManualResetEventSlim _finished = new();

    public List<ITestCase> Found { get; } = [];

    public string? FirstFailure { get; private set; }

    public Action<ITestCase>? CaseStarting { get; init; }

    public Action<ITestCase, bool, TimeSpan>? CaseFinished { get; init; }

    public bool StopsAtFailure { get; init; }

    public void Wait() => _finished.Wait();

    public void Dispose() => _finished.Dispose();

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestCaseDiscoveryMessage found:
                Found.Add(found.TestCase);
                break;
            case ITestCaseStarting starting:
                CaseStarting?.Invoke(starting.TestCase);
                break;
            case ITestCaseFinished finished:
                CaseFinished?.Invoke(finished.TestCase, finished.TestsFailed == 0, TimeSpan.FromSeconds((double)finished.ExecutionTime));
                break;
            case ITestFailed failed:
                FirstFailure ??= failed.Test.DisplayName;
                break;
            case ITestAssemblyFinished or IDiscoveryCompleteMessage:
                _finished.Set();
                break;
        }

        return !StopsAtFailure || FirstFailure is null;
    }
}
