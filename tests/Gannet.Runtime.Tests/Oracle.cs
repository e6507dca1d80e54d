using Microsoft.ML.OnnxRuntime;

namespace Gannet.Runtime.Tests;

/// <summary>Compares with ONNX Runtime on the same file and the same inputs.</summary>
internal static class Oracle
{
    /// <summary>Runs the graph with both and compares all results.</summary>
    /// <param name="graph">The graph and its inputs.</param>
    /// <param name="tolerance">Absolute below 1, relative above.</param>
    public static void AssertSame(SmallGraph graph, double tolerance = 1e-5) => AssertSame(graph.Bytes, graph.Inputs, tolerance);

    public static void AssertSame(byte[] file, IReadOnlyDictionary<string, OnnxTensor> inputs, double tolerance = 1e-5)
    {
        var expected = Expected(file, inputs);
        using var session = OnnxSession.Load(file);
        // The second run finds the memory that the first left behind.
        for (var run = 0; run < 2; run++)
        {
            var actual = session.Run(inputs);
            foreach (var (name, tensor) in expected) AssertEqual(name, tensor, actual[name], tolerance);
        }
    }

    /// <summary>What ONNX Runtime computes.</summary>
    public static Dictionary<string, OnnxTensor> Expected(byte[] file, IReadOnlyDictionary<string, OnnxTensor> inputs)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(file, options);
        using var run = new RunOptions();
        var names = inputs.Keys.ToArray();
        var values = Array.ConvertAll(names, name => Give(inputs[name]));
        using var results = session.Run(run, names, values, session.OutputNames);
        var tensors = session.OutputNames.Zip(results, static (name, result) => (name, Take(result))).ToDictionary();
        foreach (var value in values) value.Dispose();
        return tensors;
    }

    public static void AssertEqual(string name, OnnxTensor expected, OnnxTensor actual, double tolerance)
    {
        Assert.Equal(expected.ElementType, actual.ElementType);
        Assert.True(expected.Shape.SequenceEqual(actual.Shape), $"'{name}' is {actual} instead of {expected}");
        if (expected.ElementType is not (OnnxElementType.Float or OnnxElementType.Double))
        {
            Assert.True(expected.Tensor.Bytes.SequenceEqual(actual.Tensor.Bytes), $"'{name}' differs");
            return;
        }

        for (var k = 0; k < expected.Count; k++)
        {
            var (e, a) = (At(expected, k), At(actual, k));
            var isClose = e.Equals(a) || Math.Abs(e - a) <= tolerance * Math.Max(1, Math.Abs(e));
            Assert.True(isClose, $"'{name}'[{k}] of {expected} is {a} instead of {e}");
        }
    }

    private static double At(OnnxTensor tensor, int k) => tensor.ElementType == OnnxElementType.Float ? tensor.AsSpan<float>()[k] : tensor.AsSpan<double>()[k];

    private static OrtValue Give(OnnxTensor tensor) => tensor.ElementType switch
    {
        OnnxElementType.Float => Give<float>(tensor),
        OnnxElementType.Double => Give<double>(tensor),
        OnnxElementType.Int32 => Give<int>(tensor),
        OnnxElementType.Int64 => Give<long>(tensor),
        OnnxElementType.UInt8 => Give<byte>(tensor),
        OnnxElementType.Int8 => Give<sbyte>(tensor),
        _ => Give<bool>(tensor),
    };

    private static OrtValue Give<T>(OnnxTensor tensor) where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(tensor.ToArray<T>(), [.. tensor.Shape.Select(static length => (long)length)]);

    private static OnnxTensor Take(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float => Take<float>(value),
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Double => Take<double>(value),
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int32 => Take<int>(value),
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64 => Take<long>(value),
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.UInt8 => Take<byte>(value),
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int8 => Take<sbyte>(value),
        _ => Take<bool>(value),
    };

    private static OnnxTensor Take<T>(OrtValue value) where T : unmanaged =>
        OnnxTensor.From(value.GetTensorDataAsSpan<T>(), [.. value.GetTensorTypeAndShape().Shape.Select(static length => (int)length)]);
}
