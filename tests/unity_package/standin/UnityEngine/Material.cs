namespace UnityEngine
{
    public class Material : Object
    {
        internal Material()
        {
        }
    }
}
