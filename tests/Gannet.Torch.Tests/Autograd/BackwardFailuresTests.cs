using Gannet.Torch.Autograd;

namespace Gannet.Torch.Tests.Autograd;

public sealed class BackwardFailuresTests
{
    [Fact]
    public void A_failure_of_another_thread_is_thrown_by_its_number_once()
    {
        var numbers = new int[2];
        foreach (var k in (int[])[0, 1])
        {
            var thread = new Thread(() => numbers[k] = BackwardFailures.Keep(new InvalidOperationException($"failure {k}")));
            thread.Start();
            thread.Join();
        }

        Assert.DoesNotContain(0, numbers);
        Assert.Equal("failure 1", Assert.Throws<InvalidOperationException>(() => BackwardFailures.ThrowIfNamed(Message(numbers[1]))).Message);
        Assert.Equal("failure 0", Assert.Throws<InvalidOperationException>(() => BackwardFailures.ThrowIfNamed(Message(numbers[0]))).Message);
        BackwardFailures.ThrowIfNamed(Message(numbers[0]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("CUDA out of memory")]
    [InlineData("the managed backward failed #")]
    [InlineData("the managed backward failed #99999999999999999999")]
    public void Other_messages_throw_nothing(string? message)
    {
        BackwardFailures.Keep(new InvalidOperationException());
        BackwardFailures.ThrowIfNamed(message);
    }

    [Fact]
    public void Failures_that_nobody_asks_for_make_room()
    {
        var first = BackwardFailures.Keep(new InvalidOperationException("forgotten"));
        for (var k = 0; k < 100; k++) BackwardFailures.Keep(new InvalidOperationException());
        BackwardFailures.ThrowIfNamed(Message(first));
    }

    private static string Message(int number) => $"the managed backward failed #{number}\nException raised from apply";
}
