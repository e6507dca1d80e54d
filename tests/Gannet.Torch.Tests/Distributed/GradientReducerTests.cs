using Gannet.Torch.Distributed;
using Gannet.Torch.Nn;

namespace Gannet.Torch.Tests.Distributed;

[LeakCheck]
public sealed class GradientReducerTests
{
    // Powers of two and small whole numbers: sums are exact in any order.
    private static Tensor Leaf(params float[] values) => Tensor.From<float>(values, values.Length).RequiresGradInPlace();

    [WorldTheory]
    [InlineData(2, 8)]       // a bucket per parameter
    [InlineData(4, 1 << 20)] // one bucket
    public void Gradients_are_those_of_the_sum_of_all_losses(int size, long bucketBytes) => LocalWorld.Run(size, group =>
    {
        Tensor[] parameters = [Leaf(1, 2), Leaf(3, 4), Leaf(5, 6)];
        using var reducer = new GradientReducer(group, parameters, bucketBytes);
        Assert.Equal(bucketBytes == 8 ? 3 : 1, reducer.Buckets);
        for (var step = 0; step < 3; step++)
        {
            foreach (var parameter in parameters) parameter.Gradient = null;
            var weight = (group.Rank + 1) * (step + 1);
            reducer.Backward(((parameters[0] * parameters[1] + parameters[2]) * weight).Sum());
            var total = (step + 1) * size * (size + 1) / 2;
            Assert.Equal([3f * total, 4f * total], parameters[0].Gradient!.AsSpan<float>().ToArray());
            Assert.Equal([1f * total, 2f * total], parameters[1].Gradient!.AsSpan<float>().ToArray());
            Assert.Equal([1f * total, 1f * total], parameters[2].Gradient!.AsSpan<float>().ToArray());
        }

        Assert.Equal((3 * 2 + 3) * sizeof(float), reducer.BytesPerStep); // six numbers, and whether each of three gradients exists
        Assert.Equal((3, 3 * reducer.BytesPerStep), (group.Gradients.Steps, group.Gradients.Bytes));
    });

    [WorldFact]
    public void A_gradient_that_one_process_lacks_counts_as_zeros_and_one_that_all_lack_stays_null() => LocalWorld.Run(2, group =>
    {
        Tensor[] parameters = [Leaf(1), Leaf(2), Leaf(4)];
        using var reducer = new GradientReducer(group, parameters);
        var loss = group.Rank == 0 ? parameters[0] * 3 : parameters[0] * parameters[1];
        reducer.Backward(loss.Sum());
        Assert.Equal([3 + 2], parameters[0].Gradient!.AsSpan<float>().ToArray());
        Assert.Equal([1], parameters[1].Gradient!.AsSpan<float>().ToArray());
        Assert.Null(parameters[2].Gradient);
    });

    [WorldFact]
    public void A_process_without_a_loss_gives_zeros() => LocalWorld.Run(2, group =>
    {
        Tensor[] parameters = [Leaf(1)];
        using var reducer = new GradientReducer(group, parameters);
        if (group.Rank == 0)
        {
            reducer.Backward((parameters[0] * 5).Sum());
        }
        else
        {
            reducer.Begin();
            reducer.Finish();
        }

        Assert.Equal([5], parameters[0].Gradient!.AsSpan<float>().ToArray());
    });

    [WorldFact]
    public void Accumulated_gradients_are_summed_once_with_the_last_batch() => LocalWorld.Run(2, group =>
    {
        Tensor[] parameters = [Leaf(1), Leaf(1)];
        using var reducer = new GradientReducer(group, parameters);
        for (var step = 0; step < 2; step++)
        {
            foreach (var parameter in parameters) parameter.Gradient = null;
            (parameters[0] * 2 + parameters[1]).Sum().Backward(); // the second parameter is in the first batch only
            reducer.Backward((parameters[0] * (group.Rank + 1)).Sum());
            Assert.Equal([(2 + 1) + (2 + 2)], parameters[0].Gradient!.AsSpan<float>().ToArray());
            Assert.Equal([2], parameters[1].Gradient!.AsSpan<float>().ToArray());
        }
    });

    [WorldFact]
    public void Frozen_parameters_take_no_part() => LocalWorld.Run(2, group =>
    {
        var frozen = Tensor.From<float>([1, 1, 1], 3);
        Tensor[] parameters = [Leaf(1), frozen];
        using var reducer = new GradientReducer(group, parameters);
        Assert.Equal(2 * sizeof(float), reducer.BytesPerStep);
        reducer.Backward((parameters[0] * frozen).Sum());
        Assert.Equal([6], parameters[0].Gradient!.AsSpan<float>().ToArray());
        Assert.Null(frozen.Gradient);
    });

    [WorldFact]
    public void Gradients_keep_the_memory_order_of_their_parameters() => LocalWorld.Run(2, group =>
    {
        var weight = Tensor.From<float>([0, 1, 2, 3, 4, 5, 6, 7], 1, 2, 2, 2).Contiguous(MemoryFormat.ChannelsLast).RequiresGradInPlace();
        using var reducer = new GradientReducer(group, [weight]);
        reducer.Backward((weight * weight).Sum());
        Assert.True(weight.Gradient!.IsContiguous(MemoryFormat.ChannelsLast));
        Assert.Equal([0, 4, 8, 12, 16, 20, 24, 28], weight.Gradient!.Contiguous().AsSpan<float>().ToArray());
    });

    [WorldFact]
    public void After_it_is_disposed_backward_passes_are_local_again() => LocalWorld.Run(2, group =>
    {
        Tensor[] parameters = [Leaf(1)];
        new GradientReducer(group, parameters).Dispose();
        (parameters[0] * (group.Rank + 1)).Sum().Backward();
        Assert.Equal([group.Rank + 1], parameters[0].Gradient!.AsSpan<float>().ToArray());
    });

    [WorldFact]
    public void Two_backward_passes_in_one_sum_are_refused() => LocalWorld.Run(2, group =>
    {
        Tensor[] parameters = [Leaf(1)];
        using var reducer = new GradientReducer(group, parameters);
        reducer.Begin();
        (parameters[0] * 2).Sum().Backward();
        (parameters[0] * 2).Sum().Backward();
        Assert.Contains("second backward pass", Assert.Throws<InvalidOperationException>(reducer.Finish).Message, StringComparison.Ordinal);
    });

    [WorldFact]
    public void A_network_trains_as_on_the_whole_batch_alone()
    {
        static Tensor Input(int row) => Tensor.From<float>([row + 1, 2 - row, row * row], 1, 3);
        var expected = new float[2][];
        using (TensorScope.Enter())
        {
            using var network = Network();
            Enumerable.Range(0, 4).Select(row => network.Forward(Input(row)).Sum()).Aggregate(static (a, b) => a + b).Backward();
            expected = [.. network.NamedParameters().Select(static p => p.Tensor.Gradient!.AsSpan<float>().ToArray())];
        }

        LocalWorld.Run(4, group =>
        {
            using var network = Network();
            using var reducer = new GradientReducer(group, network.NamedParameters().Select(static p => p.Tensor));
            reducer.Backward(network.Forward(Input(group.Rank)).Sum());
            Assert.Equal(expected, network.NamedParameters().Select(static p => p.Tensor.Gradient!.AsSpan<float>().ToArray()));
        });

        static Linear Network()
        {
            var network = new Linear(3, 2);
            foreach (var (_, tensor) in network.NamedParameters()) tensor.AsSpan<float>().Fill(0.5f);
            return network;
        }
    }
}
