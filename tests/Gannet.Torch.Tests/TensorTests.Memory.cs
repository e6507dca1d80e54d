namespace Gannet.Torch.Tests;

[LeakCheck]
public sealed class TensorMemoryTests
{
    [Fact]
    public void Every_element_type_goes_in_and_comes_out()
    {
        using var scope = TensorScope.Enter();
        Check<float>(ElementType.Float, 1.5f, -2);
        Check(ElementType.Double, 1.5, -2);
        Check(ElementType.Int64, long.MaxValue, -2);
        Check(ElementType.Int32, int.MinValue, 2);
        Check<short>(ElementType.Int16, -300, 2);
        Check<sbyte>(ElementType.SByte, -100, 2);
        Check<byte>(ElementType.Byte, 200, 2);
        Check(ElementType.Half, (Half)1.5, (Half)(-2));
        Check(ElementType.Bool, true, false);

        static void Check<T>(ElementType type, params T[] values) where T : unmanaged
        {
            var tensor = Tensor.From<T>(values);
            Assert.Equal(type, tensor.ElementType);
            Assert.Equal(values, tensor.ToArray<T>());
            Assert.Equal(type.Size, System.Runtime.CompilerServices.Unsafe.SizeOf<T>());
        }
    }

    [Fact]
    public void Elements_are_converted_on_the_way_out()
    {
        using var scope = TensorScope.Enter();
        var tensor = Tensor.From<float>([0, 1.75f, -3]);
        Assert.Equal([0, 1, -3], tensor.ToArray<int>());
        Assert.Equal([0.0, 1.75, -3], tensor.ToArray<double>());
        Assert.Equal([false, true, true], tensor.ToArray<bool>());
        Assert.Equal([0f, 1.75f, -3], tensor.To(ElementType.BFloat16).ToArray<float>());
        Assert.Equal(1.75, Tensor.From<float>([1.75f]).Item());
        Assert.Throws<InvalidOperationException>(() => tensor.Item());
    }

    [Fact]
    public void Types_that_tensors_cannot_hold_are_named()
    {
        using var scope = TensorScope.Enter();
        Assert.Equal("A tensor cannot hold Char.", Assert.Throws<NotSupportedException>(() => Tensor.From<char>(['a'])).Message);
        Assert.Throws<NotSupportedException>(() => Tensor.Zeros([1]).ToArray<decimal>());
    }

    [Fact]
    public void A_channels_last_span_lies_in_memory_order_and_an_array_in_row_major_order()
    {
        using var scope = TensorScope.Enter();
        var plain = Tensor.Arange(12, ElementType.Float).Reshape([1, 3, 2, 2]);
        var last = plain.Contiguous(MemoryFormat.ChannelsLast);
        Assert.True(last.IsContiguous(MemoryFormat.ChannelsLast));
        Assert.False(last.IsContiguous());
        Assert.Equal([0f, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11], last.AsSpan<float>().ToArray());
        Assert.Equal(plain.ToArray<float>(), last.ToArray<float>());
        last.AsSpan<float>()[1] = -1;
        Assert.Equal(-1, last.ToArray<float>()[4]);
        Assert.Equal(4, plain.ToArray<float>()[4]);
    }

    [Fact]
    public void Empty_tensors_have_no_elements()
    {
        using var scope = TensorScope.Enter();
        var empty = Tensor.Zeros([0, 4]);
        Assert.Equal(0, empty.Count);
        Assert.Empty(empty.ToArray<float>());
        Assert.True(empty.AsSpan<float>().IsEmpty);
        Assert.Equal([0], Tensor.From<long>([]).Shape);
        Assert.Equal([2, 4], Tensor.Cat([empty, Tensor.Ones([2, 4])]).Shape);
    }

    [Fact]
    public void What_libtorch_rejects_is_one_line()
    {
        using var scope = TensorScope.Enter();
        var matrix = Tensor.Zeros([2, 3]);
        Reject(() => matrix.Matmul(Tensor.Zeros([2, 3])), "aten::matmul: ");
        Reject(() => matrix.Mm(Tensor.Zeros([3, 2]).To(ElementType.Double)), "aten::mm: ");
        Reject(() => matrix.Permute([0, 0]), "aten::permute: ");
        Reject(() => matrix.View([7]), "aten::view: ");
        Reject(() => matrix.Narrow(1, 2, 5), "aten::narrow: ");
        Reject(() => matrix.AddInPlace(Tensor.Zeros([5, 3])), "aten::add_.Tensor: ");
        Reject(() => Tensor.Cat([]), "aten::cat: ");
        Reject(() => Tensor.Cat([matrix, Tensor.Zeros([2, 4])]), "aten::cat: ");
        Reject(() => matrix.IndexSelect(0, Tensor.From<long>([9])), "aten::index_select: ");
        Reject(() => Tensor.Zeros([1, 1, 4, 4]).Conv2d(Tensor.Zeros([1, 2, 3, 3])), "aten::conv2d: ");
        Reject(() => Tensor.Zeros([-1]), "aten::zeros: ");

        static void Reject(Func<Tensor> call, string start)
        {
            var message = Assert.Throws<TorchException>(call).Message;
            Assert.StartsWith(start, message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
            Assert.True(message.Length > start.Length + 10, $"'{message}' gives no reason");
        }
    }

    [Fact]
    public void Memory_that_comes_and_goes_in_many_sizes_stays_bounded_and_right()
    {
        using var scope = TensorScope.Enter();
        var random = new Random(1);
        Round(random); // the pools fill once
        var settled = Environment.WorkingSet;
        for (var k = 0; k < 20; k++) Round(random);
        // Leaking every block would cost about 20 × 300 MB.
        Assert.InRange(Environment.WorkingSet, 0, settled + (400L << 20));

        static void Round(Random random)
        {
            using var scope = TensorScope.Enter();
            for (var k = 0; k < 60; k++)
            {
                using var step = TensorScope.Enter();
                // 4 kB to 16 MB, all sizes different: below, at and above the allocator's limits.
                var count = 1024L << random.Next(13);
                var tensor = Tensor.Full([count + random.Next(1000)], k + 1, ElementType.Float);
                var span = tensor.AsSpan<float>();
                var twice = (tensor + tensor).AsSpan<float>();
                Assert.Equal((k + 1, k + 1), (span[0], span[^1]));
                Assert.Equal((2 * (k + 1), 2 * (k + 1)), (twice[0], twice[^1]));
            }
        }
    }
}
