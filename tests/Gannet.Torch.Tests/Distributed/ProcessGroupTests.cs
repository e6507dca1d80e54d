using System.Text;
using Gannet.Torch.Distributed;

namespace Gannet.Torch.Tests.Distributed;

[LeakCheck]
public sealed class ProcessGroupTests
{
    [WorldTheory]
    [InlineData(2)]
    [InlineData(4)]
    public void All_processes_get_the_sum(int size) => LocalWorld.Run(size, group =>
    {
        var tensor = Tensor.From<float>([group.Rank, 1, -group.Rank], 3);
        group.AllReduce(tensor);
        float sum = size * (size - 1) / 2;
        Assert.Equal([sum, size, -sum], tensor.AsSpan<float>().ToArray());
    });

    [WorldTheory]
    [InlineData(ReduceOperation.Min, 0)]
    [InlineData(ReduceOperation.Max, 2)]
    public void All_processes_get_the_extreme(ReduceOperation operation, float expected) => LocalWorld.Run(3, group =>
    {
        var tensor = Tensor.From<float>([group.Rank], 1);
        group.AllReduce(tensor, operation);
        Assert.Equal(expected, tensor.AsSpan<float>()[0]);
    });

    [WorldFact]
    public void Elements_meet_by_position_whatever_the_memory_order() => LocalWorld.Run(2, group =>
    {
        var tensor = Tensor.From<float>([0, 1, 2, 3, 4, 5, 6, 7], 1, 2, 2, 2);
        if (group.Rank == 1) tensor = tensor.Contiguous(MemoryFormat.ChannelsLast);
        group.AllReduce(tensor);
        Assert.Equal([0, 2, 4, 6, 8, 10, 12, 14], tensor.Contiguous().AsSpan<float>().ToArray());

        var other = group.Rank == 1 ? tensor * 0 : tensor;
        group.Broadcast(other);
        Assert.Equal([0, 2, 4, 6, 8, 10, 12, 14], other.Contiguous().AsSpan<float>().ToArray());
    });

    [WorldFact]
    public void Broadcast_takes_the_elements_of_its_root() => LocalWorld.Run(3, group =>
    {
        var tensor = Tensor.From<long>([group.Rank, 7 * group.Rank], 2);
        var before = tensor.Version;
        group.Broadcast(tensor, root: 2);
        Assert.Equal([2, 14], tensor.AsSpan<long>().ToArray());
        Assert.NotEqual(before, tensor.Version); // values derived from a weight are renewed by it
    });

    [WorldFact]
    public void Bytes_of_any_length_arrive_in_the_order_of_ranks() => LocalWorld.Run(3, group =>
    {
        string[] texts = ["", "one", "number two"];
        Assert.Equal(texts, group.AllGather(Encoding.UTF8.GetBytes(texts[group.Rank])).Select(Encoding.UTF8.GetString));
        Assert.All(group.AllGather([]), static bytes => Assert.Empty(bytes));
    });

    [WorldFact]
    public void Numbers_are_summed_in_double_precision() => LocalWorld.Run(2, group =>
    {
        double[] values = [1 + 1e-12, group.Rank];
        group.Sum(values);
        Assert.Equal([2 * (1 + 1e-12), 1], values);
    });

    [WorldFact]
    public void The_largest_of_each_number_is_taken() => LocalWorld.Run(3, group =>
    {
        double[] values = [group.Rank + 1e-12, -group.Rank];
        group.Max(values);
        Assert.Equal([2 + 1e-12, 0], values);
    });

    [WorldFact]
    public void A_barrier_holds_until_the_last_has_come()
    {
        var arrived = 0;
        LocalWorld.Run(4, group =>
        {
            Interlocked.Increment(ref arrived);
            group.Barrier();
            Assert.Equal(4, Volatile.Read(ref arrived));
        });
    }

    [WorldFact]
    public void Sums_have_the_same_bits_in_every_process_and_every_run()
    {
        string[] Run()
        {
            var bits = new string[4];
            LocalWorld.Run(4, group =>
            {
                var random = new Random(group.Rank);
                var tensor = Tensor.From<float>([.. Enumerable.Range(0, 10_007).Select(_ => random.NextSingle() - 0.5f)], 10_007);
                group.AllReduce(tensor);
                bits[group.Rank] = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(tensor.AsSpan<float>())));
            });
            return bits;
        }

        Assert.Single(Run().Concat(Run()).Distinct());
    }

    [WorldFact]
    public void Alone_nothing_is_exchanged()
    {
        using var group = ProcessGroup.Join(WorldPlace.Alone, TimeSpan.FromSeconds(1));
        using var tensor = Tensor.From<float>([1, 2], 2);
        double[] values = [3];
        group.AllReduce(tensor);
        group.Broadcast(tensor);
        group.Sum(values);
        group.Barrier();
        Assert.Equal([1, 2], tensor.AsSpan<float>().ToArray());
        Assert.Equal([3.0], values);
        Assert.Equal([[4, 5]], group.AllGather([4, 5]));
    }
}
