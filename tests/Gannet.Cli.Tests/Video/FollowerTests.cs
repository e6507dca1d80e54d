using Gannet.Cli.Video;

namespace Gannet.Cli.Tests.Video;

public sealed class FollowerTests
{
    [Fact]
    public void Items_are_worked_on_in_order()
    {
        var done = new List<int>();
        using var follower = new Follower<int>(2, done.Add);
        for (var k = 0; k < 100; k++) follower.Add(k);
        follower.Finish();
        Assert.Equal(Enumerable.Range(0, 100), done);
    }

    [Fact]
    public void Whoever_adds_hears_of_a_failure()
    {
        using var follower = new Follower<int>(2, static k => throw new IOException($"no room for {k}"));
        var error = Assert.Throws<IOException>(() =>
        {
            for (var k = 0; k < 100; k++) follower.Add(k);
        });
        Assert.Equal("no room for 0", error.Message);
        Assert.Throws<IOException>(follower.Finish);
    }
}
