namespace Gannet.Kernels.Tracking;

/// <summary>Estimates where a moving box is and how fast it moves, from boxes measured with errors.</summary>
/// <remarks>
/// SORT's filter (Bewley et al., 2016): a Kalman filter on centre x, centre y, area and aspect ratio, of which the first three move at a
/// constant velocity. All its noises are independent of each other, so the seven-dimensional filter falls apart into three of two dimensions
/// and one of one, which is how it is computed. One step is one frame.
/// </remarks>
public sealed class KalmanBoxFilter
{
    // SORT's variances, in pixels: of a measured centre, of a measured area and ratio, and of the first guess, whose velocity is unknown.
    private const double CentreNoise = 1, ShapeNoise = 10, FirstVariance = 10, FirstVelocityVariance = 1e4;

    // What a step adds to the variances of the position and of its velocity.
    private const double PositionDrift = 1, VelocityDrift = 0.01, AreaVelocityDrift = 1e-4;

    private Component _x, _y, _area, _ratio;

    /// <summary>Starts at a first measurement, at rest.</summary>
    /// <param name="box">The measured box, in pixels.</param>
    /// <exception cref="ArgumentException">The box has no area or is not finite.</exception>
    public KalmanBoxFilter(Box box)
    {
        var (x, y, area, ratio) = Measured(box);
        _x = new(x, CentreNoise, VelocityDrift);
        _y = new(y, CentreNoise, VelocityDrift);
        _area = new(area, ShapeNoise, AreaVelocityDrift);
        _ratio = new(ratio, ShapeNoise);
    }

    /// <summary>The estimated box, in pixels; not valid if the area has shrunk to nothing.</summary>
    public Box Box
    {
        get
        {
            var width = Math.Sqrt(_area.Position * _ratio.Position);
            var height = _area.Position / width;
            return Box.FromSize((float)(_x.Position - width / 2), (float)(_y.Position - height / 2), (float)width, (float)height);
        }
    }

    /// <summary>The estimated velocity of the centre, in pixels per frame.</summary>
    public (double X, double Y) Velocity => (_x.Velocity, _y.Velocity);

    /// <summary>The estimated growth of the area, in square pixels per frame.</summary>
    public double Growth => _area.Velocity;

    /// <summary>Moves one frame ahead.</summary>
    public void Predict()
    {
        if (_area.Position + _area.Velocity <= 0) _area.Stop(); // as SORT does: an area is never negative
        _x.Predict();
        _y.Predict();
        _area.Predict();
        _ratio.Predict();
    }

    /// <summary>Takes a measurement of the present frame into account.</summary>
    /// <param name="box">The measured box, in pixels.</param>
    /// <exception cref="ArgumentException">The box has no area or is not finite.</exception>
    public void Correct(Box box)
    {
        var (x, y, area, ratio) = Measured(box);
        _x.Correct(x);
        _y.Correct(y);
        _area.Correct(area);
        _ratio.Correct(ratio);
    }

    private static (double X, double Y, double Area, double Ratio) Measured(Box box)
    {
        if (!box.IsValid) throw new ArgumentException($"{box} has no area.", nameof(box));
        double width = box.Width, height = box.Height;
        return (box.X1 + width / 2, box.Y1 + height / 2, width * height, width / height);
    }

    /// <summary>One measured number with its velocity, and the covariance of the two.</summary>
    private struct Component
    {
        private readonly double _noise, _velocityDrift;
        private double _variance, _covariance, _velocityVariance;

        public Component(double position, double noise, double velocityDrift) =>
            (Position, _noise, _variance, _velocityVariance, _velocityDrift) = (position, noise, FirstVariance, FirstVelocityVariance, velocityDrift);

        /// <summary>A number without a velocity.</summary>
        public Component(double position, double noise) => (Position, _noise, _variance) = (position, noise, FirstVariance);

        public double Position { get; private set; }

        public double Velocity { get; private set; }

        public void Stop() => Velocity = 0;

        public void Predict()
        {
            Position += Velocity;
            _variance += 2 * _covariance + _velocityVariance + PositionDrift;
            _covariance += _velocityVariance;
            _velocityVariance += _velocityDrift;
        }

        public void Correct(double measured)
        {
            var (error, spread) = (measured - Position, _variance + _noise);
            var (gain, velocityGain) = (_variance / spread, _covariance / spread);
            Position += gain * error;
            Velocity += velocityGain * error;
            _velocityVariance -= velocityGain * _covariance;
            _covariance *= 1 - gain;
            _variance *= 1 - gain;
        }
    }
}
