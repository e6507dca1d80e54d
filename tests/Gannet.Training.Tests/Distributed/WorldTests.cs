using Gannet.Training.Distributed;

namespace Gannet.Training.Tests.Distributed;

public sealed class WorldTests
{
    [Fact]
    public void One_process_is_a_world_that_waits_for_nobody()
    {
        var world = World.Alone;
        double[] values = [1, 2];
        world.Sum(values);
        Assert.Equal([1, 2], values);
        Assert.Equal([3, 4], world.Greatest(3, 4));
        Assert.Equal((1, true, true), (world.Size, world.IsFirst, world.IsAlone));
        Assert.Equal("x", world.First(static () => "x"));
        Assert.Throws<IOException>(() => world.First(static () => throw new IOException()));
    }

    [WorldFact]
    public void Workers_agree_on_sums_extremes_texts_and_the_first_ones_answer() => LocalWorld.Run(3, static group =>
    {
        var world = new World(group);
        double[] values = [group.Rank, 1];
        world.Sum(values);
        Assert.Equal([3, 3], values);
        Assert.Equal([2, 0], world.Greatest(group.Rank, -group.Rank));
        Assert.Equal(["a0", "b", "a1", "b", "a2", "b"], world.GatherTexts([$"a{group.Rank}", "b"]));
        Assert.True(world.OfFirst(group.Rank == 0));
        Assert.Equal(.1, world.OfFirst(.1 + group.Rank));
        Assert.Equal(group.Rank == 0 ? "made" : null, world.First(static () => "made"));
    });

    [WorldTheory]
    [InlineData(0)]
    [InlineData(1)]
    public void If_one_fails_all_do(int failing) => LocalWorld.Run(3, group =>
    {
        var error = Assert.ThrowsAny<Exception>(() => new World(group).Together(() =>
        {
            if (group.Rank == failing) throw new IOException("the disk is full");
            if (group.Rank == 2) throw new OperationCanceledException(); // a failure says more than a stop
        }));
        if (group.Rank == failing) Assert.IsType<IOException>(error);
        else Assert.Equal($"worker {failing}: the disk is full", Assert.IsType<InvalidDataException>(error).Message);
    });

    [WorldFact]
    public void If_one_is_told_to_stop_all_stop() => LocalWorld.Run(2, static group => Assert.ThrowsAny<OperationCanceledException>(() => new World(group).Together(() =>
    {
        if (group.Rank == 1) throw new OperationCanceledException();
    })));
}
