namespace Gannet.Runtime.Tests;

/// <summary>Tensors of numbers for tests, the same at each run.</summary>
internal static class Numbers
{
    /// <summary>Numbers from −1 to 1.</summary>
    public static OnnxTensor Floats(int seed, params int[] shape)
    {
        var random = new Random(seed);
        return OnnxTensor.From<float>([.. Enumerable.Range(0, Count(shape)).Select(_ => random.NextSingle() * 2 - 1)], shape);
    }

    /// <summary>Whole numbers from a least to before a limit.</summary>
    public static OnnxTensor Integers(int seed, int least, int limit, params int[] shape)
    {
        var random = new Random(seed);
        return OnnxTensor.From<long>([.. Enumerable.Range(0, Count(shape)).Select(_ => (long)random.Next(least, limit))], shape);
    }

    public static OnnxTensor Bools(int seed, params int[] shape)
    {
        var random = new Random(seed);
        return OnnxTensor.From<bool>([.. Enumerable.Range(0, Count(shape)).Select(_ => random.Next(2) == 1)], shape);
    }

    public static OnnxTensor List(params long[] values) => OnnxTensor.From<long>(values, values.Length);

    public static OnnxTensor Scalar(long value) => OnnxTensor.From<long>([value]);

    public static OnnxTensor Scalar(float value) => OnnxTensor.From<float>([value]);

    private static int Count(int[] shape) => shape.Aggregate(1, static (product, length) => product * length);
}
