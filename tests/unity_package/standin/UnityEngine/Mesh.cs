namespace UnityEngine
{
    public sealed class Mesh : Object
    {
        public Bounds bounds { get; set; }
        public int subMeshCount { get; set; }
    }
}
