using System.Text.Json;

namespace Gannet.Torch.Tests;

/// <summary>Tensors that an oracle script stored as JSON.</summary>
internal static class StoredValues
{
    public static JsonElement Read(string fixture) => JsonDocument.Parse(File.ReadAllText(Repository.Fixture(fixture))).RootElement;

    extension(JsonElement element)
    {
        public float[] Floats() => [.. element.EnumerateArray().Select(static v => v.GetSingle())];

        public long[] Longs() => [.. element.EnumerateArray().Select(static v => v.GetInt64())];

        /// <summary>A tensor stored with its shape.</summary>
        public Tensor Tensor() =>
            Gannet.Torch.Tensor.From<float>(element.GetProperty("values").Floats()).Reshape(element.GetProperty("shape").Longs());
    }

    /// <summary>Compares element by element; float32 sums in a different order differ in the last digits.</summary>
    public static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++)
        {
            var allowed = tolerance * Math.Max(1, Math.Abs(expected[k]));
            Assert.True(Math.Abs(expected[k] - actual[k]) <= allowed, $"element {k} is {actual[k]}, expected {expected[k]} ± {allowed}");
        }
    }

    public static void AssertClose(JsonElement expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.GetProperty("shape").Longs(), actual.Shape);
        AssertClose(expected.GetProperty("values").Floats(), actual.ToArray<float>(), tolerance);
    }
}
