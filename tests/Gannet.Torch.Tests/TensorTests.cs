namespace Gannet.Torch.Tests;

[LeakCheck]
public sealed class TensorTests
{
    [Fact]
    public void Values_go_in_and_come_out_in_row_major_order()
    {
        using var scope = TensorScope.Enter();
        var tensor = Tensor.From<float>([1, 2, 3, 4, 5, 6], 2, 3);
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal(ElementType.Float, tensor.ElementType);
        Assert.Equal([1f, 4, 2, 5, 3, 6], tensor.Transpose(0, 1).ToArray<float>());
        Assert.Equal([2f, 4, 6, 8, 10, 12], (tensor + tensor).ToArray<float>());
        Assert.Equal([1, 2, 3, 4, 5, 6], tensor.ToArray<long>());
    }

    [Fact]
    public void What_a_shape_was_copied_to_does_not_change_the_tensor()
    {
        using var scope = TensorScope.Enter();
        var tensor = Tensor.Zeros([2, 3]);
        tensor.Shape.ToArray()[0] = 7;
        Assert.Equal([2, 3], tensor.Shape);
        Assert.True(tensor.Shape is [var rows, .. var rest] && rows == 2 && rest is [3]);
        Assert.Equal(typeof(ReadOnlySpan<long>), typeof(Tensor).GetProperty(nameof(Tensor.Shape))!.PropertyType);
    }

    [Fact]
    public void Integers_stay_integers()
    {
        using var scope = TensorScope.Enter();
        Assert.Equal(ElementType.Int64, Tensor.From<long>([1, 2]).Add(1).ElementType);
        Assert.Equal(ElementType.Float, Tensor.From<long>([1, 2]).Add(1.5).ElementType);
    }

    [Fact]
    public void Compound_assignment_works_in_place()
    {
        using var scope = TensorScope.Enter();
        var tensor = Tensor.From<float>([1, 2]);
        var same = tensor;
        tensor += Tensor.From<float>([10, 20]);
        Assert.Same(same, tensor);
        Assert.Equal([11f, 22], same.ToArray<float>());
    }

    [Fact]
    public void A_span_is_the_memory_itself()
    {
        using var scope = TensorScope.Enter();
        var tensor = Tensor.Zeros([2, 2]);
        tensor.AsSpan<float>()[3] = 7;
        Assert.Equal([0f, 0, 0, 7], tensor.ToArray<float>());
        Assert.Throws<InvalidOperationException>(() => _ = tensor.AsSpan<long>().Length);
        Assert.Throws<InvalidOperationException>(() => _ = Tensor.Zeros([4, 4]).Narrow(1, 0, 2).AsSpan<float>().Length);
    }

    [Fact]
    public void Wrong_shapes_are_reported_in_one_line()
    {
        using var scope = TensorScope.Enter();
        var error = Assert.Throws<TorchException>(() => Tensor.Zeros([2]) + Tensor.Zeros([3]));
        Assert.StartsWith("aten::add.Tensor: The size of tensor a (2) must match the size of tensor b (3)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Throws<ArgumentException>(() => Tensor.From<float>([1, 2, 3], 2, 2));
    }

    [Fact]
    public void Defaults_lists_and_several_results_follow_the_schema()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.Arange(16, ElementType.Float).Reshape([1, 1, 4, 4]);
        Assert.Equal([5f, 7, 13, 15], x.MaxPool2d([2, 2]).ToArray<float>());
        var (values, indices) = Tensor.From<float>([3, 9, 5]).Topk(2);
        Assert.Equal([9f, 5], values.ToArray<float>());
        Assert.Equal([1L, 2], indices.ToArray<long>());
        Assert.Equal([2f, 3, 1], Tensor.Cat([Tensor.From<float>([2, 3]), Tensor.From<float>([1])]).ToArray<float>());
        Assert.Equal([5f], x.Index([null, null, Tensor.From<long>([1]), Tensor.From<long>([1])]).ToArray<float>());
        Assert.Equal(2, x.Split(2, 2).Length);
    }

    [Fact]
    public void A_disposed_tensor_says_so()
    {
        var tensor = Tensor.Zeros([1]);
        tensor.Dispose();
        Assert.True(tensor.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => tensor.Relu());
    }
}
