using FsCheck;
using FsCheck.Fluent;
using Gannet.Runtime.Tensors;
using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Tensors;

public sealed class StridedCopyTests
{
    private static readonly Gen<int[]> s_shapes = Gen.Choose(0, 4).SelectMany(static rank => Gen.Choose(1, 6).ArrayOf(rank));

    [Fact]
    public void Filling_with_reordered_steps_transposes_and_spreading_undoes_it() => Prop.ForAll(s_shapes.ToArbitrary(), static shape =>
    {
        var source = Floats(1, shape).Tensor;
        int[] order = [.. Enumerable.Range(0, shape.Length).OrderBy(static axis => axis * 7 % 5)];
        var steps = TensorShape.Steps(shape, MapLayout.RowMajor);
        int[] turned = [.. order.Select(axis => shape[axis])];
        long[] turnedSteps = [.. order.Select(axis => steps[axis])];
        var target = Tensor.Unpooled(OnnxElementType.Float, turned);
        StridedCopy.Fill(source, 0, turned, turnedSteps, target);
        var back = Tensor.Unpooled(OnnxElementType.Float, shape);
        StridedCopy.Spread(target, turned, back, 0, turnedSteps);
        return back.Elements<float>().SequenceEqual(source.Elements<float>());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Steps_of_0_repeat_and_negative_steps_reverse() => Prop.ForAll(s_shapes.ToArbitrary(), static shape =>
    {
        var source = Floats(1, [3, .. shape]).Tensor;
        var steps = TensorShape.Steps(source.Shape, MapLayout.RowMajor);
        var target = Tensor.Unpooled(OnnxElementType.Float, [2, 3, .. shape]);
        StridedCopy.Fill(source, 2 * steps[0], target.Shape, [0, -steps[0], .. steps[1..]], target);
        var block = source.Count / 3;
        return Enumerable.Range(0, 6).All(k => target.Elements<float>().Slice(k * block, block).SequenceEqual(source.Elements<float>().Slice((2 - k % 3) * block, block)));
    }).QuickCheckThrowOnFailure();
}
