namespace UnityEngine
{
    public struct Bounds
    {
        public Bounds(Vector3 center, Vector3 size) : this()
        {
            this.center = center;
            extents = size * 0.5f;
        }

        public Vector3 center { get; set; }
        public Vector3 extents { get; set; }

        public void Encapsulate(Bounds bounds)
        {
            Vector3 low = Each(center - extents, bounds.center - bounds.extents, Mathf.Min);
            Vector3 high = Each(center + extents, bounds.center + bounds.extents, Mathf.Max);
            center = (low + high) * 0.5f;
            extents = (high - low) * 0.5f;
        }

        static Vector3 Each(Vector3 a, Vector3 b, System.Func<float, float, float> choose)
        {
            return new Vector3(choose(a.x, b.x), choose(a.y, b.y), choose(a.z, b.z));
        }
    }
}
