using Gannet.Vision.Regions;

namespace Gannet.Vision.Tests.Regions;

/// <summary>One direction of a pooling: writes its output, or reads the gradient of its output.</summary>
internal unsafe delegate void PoolingKernel(FeatureMap[] levels, PlacedRegion[] regions, float* values, bool channelsLast);
